/** What every page has around its sections. */
import type { ComponentChildren } from "preact";
import type { Tool } from "../json.ts";

/** What the build makes of page/: the one style and the one script. */
export interface PageFiles {
  readonly style: string;
  readonly script: string;
}

/** What a page is made with, whatever it shows. */
export interface PageSettings {
  readonly tool: Tool;
  readonly files: PageFiles;
  /** The content security policy. */
  readonly policy: string;
  /** What ticked boxes are kept under. */
  readonly memory: string;
}

/** Everything below `<!doctype html>`, with the sections in the middle. */
export function PageFrame({
  title,
  links,
  settings: { tool, files, policy, memory },
  children,
}: {
  readonly title: string;
  /** Ids of sections and what they are called. */
  readonly links: readonly (readonly [id: string, text: string])[];
  readonly settings: PageSettings;
  readonly children: ComponentChildren;
}) {
  return (
    <html lang="en" data-memory={memory}>
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={policy} />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: files.style }} />
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to the verdict
        </a>
        <header>
          <nav aria-label="Contents">
            <span class="brand">gemsweep</span>
            {links.map(([id, text]) => (
              <a key={id} href={`#${id}`}>
                {text}
              </a>
            ))}
          </nav>
          <button type="button" id="theme" hidden>
            Theme: automatic
          </button>
        </header>
        <main id="main">{children}</main>
        <footer>
          <p>
            {tool.name} {tool.version}. No credential is in this page: each is shown by its public
            beginning and its last four characters, and text around it is masked. The page asks
            nobody for anything; what is ticked stays in this browser.
          </p>
        </footer>
        <script dangerouslySetInnerHTML={{ __html: files.script }} />
      </body>
    </html>
  );
}
