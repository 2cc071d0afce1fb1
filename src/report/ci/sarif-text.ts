/** Keeps text from scanned repositories from being read as markup of a SARIF message. */

/** Without links, `[text](target)`, and without placeholders, `{0}`: SARIF 2.1.0, sections 3.11.5 and 3.11.6. */
export function sarifText(text: string): string {
  return text.replaceAll("](", "] (").replaceAll(/\{(\d+)\}/g, "{{$1}}");
}
