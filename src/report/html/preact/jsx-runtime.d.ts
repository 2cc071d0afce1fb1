/** The JSX of preact for a page that is rendered once: attributes are values, so that no handler can be written. */
import type { ComponentChildren, VNode } from "preact";

interface Attributes {
  readonly key?: string | number;
  readonly children?: ComponentChildren;
  readonly dangerouslySetInnerHTML?: { readonly __html: string };
}

export namespace JSX {
  type Element = VNode | null;
  interface IntrinsicElements {
    readonly [tag: string]: Attributes & { readonly [name: string]: unknown };
  }
  interface IntrinsicAttributes {
    readonly key?: string | number;
  }
  interface ElementChildrenAttribute {
    readonly children: unknown;
  }
}

export function jsx(type: unknown, props: unknown, key?: string | number): VNode;
export function jsxs(type: unknown, props: unknown, key?: string | number): VNode;
export function Fragment(props: { readonly children?: ComponentChildren }): VNode;
