/** What the project says of itself in `package.json`. */
import type { Ground } from "./ground.ts";

/** Whether it names a package as one that it needs. */
export async function needs(ground: Ground, name: string): Promise<boolean> {
  const text = (await ground.read("package.json")) ?? "{}";
  try {
    const { dependencies, devDependencies } = JSON.parse(text) as Readonly<Record<string, object>>;
    return Object.hasOwn({ ...dependencies, ...devDependencies }, name);
  } catch {
    return false;
  }
}

/** What is left to do for a package to be there; nothing where the project needs it already. */
export async function dependency(ground: Ground, name: string): Promise<readonly string[]> {
  if (await needs(ground, name)) return [];
  return [
    ground.program === "gemsweep"
      ? `npm install --global ${name}`
      : ground.program.startsWith("yarn")
        ? `yarn add --dev ${name}`
        : `npm install --save-dev ${name}`,
  ];
}
