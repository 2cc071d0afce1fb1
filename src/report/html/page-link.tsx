/** Links to web pages. */
import { visible } from "../visible.ts";

/** An address to click on if it is one of the web; text if not. Pages are not told where one comes from. */
export function Page({ address }: { readonly address: string }) {
  const text = visible(address);
  if (!/^https:\/\/[\w.-]+(?:[/?#]|$)/.test(text)) return <>{text}</>;
  return (
    <a href={text} rel="noopener noreferrer" target="_blank">
      {text.replace(/^https:\/\//, "")}
    </a>
  );
}
