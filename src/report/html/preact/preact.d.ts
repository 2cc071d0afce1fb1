/** What is used of preact. Its own types would bring those of a browser, as globals, to the whole program. */

export interface VNode {
  readonly type: unknown;
  readonly props: unknown;
}

export type ComponentChildren =
  | VNode
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly ComponentChildren[];

export function h<Props>(component: (props: Props) => VNode | null, props: Props): VNode;
