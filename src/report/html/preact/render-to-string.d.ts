import type { VNode } from "preact";

/** HTML with all text and attributes escaped. */
export function renderToString(node: VNode): string;
