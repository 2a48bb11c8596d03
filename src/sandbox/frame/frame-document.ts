/** The script that a frame runs, and its hash as a Content-Security-Policy names it. */
export interface FrameScript {
  readonly text: string;
  /** `sha256-…`, base64. */
  readonly hash: string;
}

/**
 * The document of a frame, as `srcdoc`: two documents, one inside the other, both of an opaque
 * origin. A policy in a document says nothing on where that document itself may be taken, but it
 * does say what may be framed in it. So the outer one, in which no script runs, forbids the inner
 * one to leave. The inner one inherits the policy, and its workers inherit it from there.
 *
 * The policy is what a realm can reach at the most: scripts that are evaluated from text
 * (`'unsafe-eval'`), and workers made of text. Nothing is fetched from anywhere.
 */
export function frameDocument({ text, hash }: FrameScript): string {
  const inner = `<!doctype html><title>Sandbox</title><script>${text}</script>`;
  return `<!doctype html><title>Sandbox</title>
<meta http-equiv="Content-Security-Policy" content="${framePolicy(hash)}">
<iframe sandbox="allow-scripts" title="Sandbox" srcdoc="${escaped(inner)}"></iframe>`;
}

/** What the frame allows. A directive that is not here falls back to `default-src`, or needs none. */
function framePolicy(hash: string): string {
  return [
    "default-src 'none'",
    `script-src '${hash}' 'unsafe-eval'`,
    'worker-src blob:',
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
}

function escaped(html: string): string {
  return html.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}
