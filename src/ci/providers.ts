/** The services that are known. */
import { github } from "./github.ts";
import { gitlab } from "./gitlab.ts";
import { azure, bitbucket, circleci, jenkins } from "./others.ts";
import type { Environment, Provider } from "./provider.ts";

/** In the order in which they are asked: an agent of Jenkins may have variables of others. */
export const PROVIDERS: readonly Provider[] = [github, gitlab, bitbucket, azure, circleci, jenkins];

/** The service that runs us, if any. */
export function providerOf(environment: Environment): Provider | undefined {
  return PROVIDERS.find((provider) => provider.isRunning(environment));
}
