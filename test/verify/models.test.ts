import { expect, test } from "vitest";
import { UserError } from "../../src/errors.ts";
import { checkModel, cheapestModels, worstCasePrice } from "../../src/verify/models.ts";

function cheapest(...names: readonly string[]): readonly string[] {
  return cheapestModels(names.map((name) => ({ name, generates: true })));
}

test("lighter kinds come first, then lower prices", () => {
  expect(cheapest("gemini-3.1-pro-preview", "gemini-3.8-flash", "gemini-3.5-flash-lite")).toEqual([
    "gemini-3.5-flash-lite",
    "gemini-3.8-flash",
    "gemini-3.1-pro-preview",
  ]);
  expect(cheapest("gemini-3.5-flash-lite", "gemini-3.1-flash-lite")[0]).toBe(
    "gemini-3.1-flash-lite",
  );
});

test("models that nobody knows today are chosen by their names", () => {
  const future = ["gemini-9-pro", "gemini-9-argon", "gemini-9-flash", "gemini-9-flash-lite"];
  expect(cheapest(...future)).toEqual(["gemini-9-flash-lite", "gemini-9-flash", "gemini-9-pro"]);
  expect(cheapest("gemini-9-flash-lite", "gemini-flash-lite-latest")[0]).toBe(
    "gemini-flash-lite-latest",
  );
});

test("three models are enough, and gemma is the last", () => {
  expect(cheapest("gemma-4-31b-it", "gemini-9-argon")).toEqual([
    "gemini-9-argon",
    "gemma-4-31b-it",
  ]);
  const many = Array.from({ length: 9 }, (_, index) => `gemini-${index}-flash`);
  expect(cheapest(...many)).toHaveLength(3);
});

test("only what generates text from text, by a plain name, is asked", () => {
  expect(
    cheapest(
      "gemini-3.1-flash-lite-image",
      "gemini-3-flash-tts",
      "gemini-3-flash-live",
      "gemini-3-flash-native-audio",
      "gemini-embedding-001",
      "gemini-robotics-er",
      "veo-3",
      "GEMINI-FLASH",
      "gemini-flash/../x",
      "gemini-flash?x",
      "__proto__",
    ),
  ).toEqual([]);
  expect(cheapestModels([{ name: "gemini-3.8-flash", generates: false }])).toEqual([]);
});

test("the worst case costs less than a thousandth of a dollar, and no known price is above it", () => {
  const unknown = worstCasePrice(undefined);
  expect(unknown).toMatchObject({ known: false });
  expect(unknown.dollars).toBeLessThan(0.001);
  expect(worstCasePrice("toString")).toEqual(unknown);
  const known = worstCasePrice("gemini-3.1-flash-lite");
  expect(known).toEqual({ dollars: 0.000004, known: true });
  expect(worstCasePrice("gemini-3.1-pro-preview").dollars).toBeLessThan(unknown.dollars);
});

test("a model's name is taken with and without models/", () => {
  expect(checkModel("models/gemini-flash-latest")).toBe("gemini-flash-latest");
  expect(checkModel("gemini-flash-latest")).toBe("gemini-flash-latest");
  for (const name of ["", "../files", "a b", "models/models/x", "x".repeat(100), "x?key=1"])
    expect(() => checkModel(name), name).toThrow(UserError);
});
