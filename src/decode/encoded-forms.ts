/** All ways a value may be hidden. The prefilter takes its literals from the same decoders that uncover the values. */
import { ansi } from "./ansi.ts";
import { base64 } from "./base64.ts";
import { concatenation } from "./concatenation.ts";
import { hex } from "./hex.ts";
import { htmlEntity } from "./html-entity.ts";
import { jsEscape } from "./js-escape.ts";
import { percent } from "./percent.ts";
import { utf16 } from "./utf-16.ts";
import type { Form, ValueDecoder } from "./value-decoder.ts";

export const valueDecoders: readonly ValueDecoder[] = [
  base64,
  hex,
  percent,
  jsEscape,
  htmlEntity,
  utf16,
  concatenation,
  ansi,
];

/** Every literal that a hidden `anchor` leaves in the text, with the decoder that can uncover it. */
export function encodedForms(anchor: string): { form: Form; decoder: ValueDecoder }[] {
  return valueDecoders.flatMap((decoder) =>
    decoder.forms(anchor).map((form) => ({ form, decoder })),
  );
}
