import { html, nothing, type TemplateResult } from 'lit';
import { moveAmongTabs } from '../tab-keys.ts';

/**
 * The files in which two texts differ, as tabs; nothing where there is only one.
 * @param panel the id of what they show
 */
export function fileTabs(
  paths: readonly string[],
  shown: string,
  panel: string,
  show: (path: string) => void,
): TemplateResult | typeof nothing {
  if (paths.length === 1) return nothing;
  return html`<div
    class="tabs"
    role="tablist"
    aria-label="Files that differ"
    @keydown=${moveAmongTabs}
  >
    ${paths.map(
      (path) =>
        html`<button
          type="button"
          class="tab"
          role="tab"
          aria-selected=${path === shown}
          aria-controls=${panel}
          tabindex=${path === shown ? 0 : -1}
          @click=${() => show(path)}
        >
          ${path}
        </button>`,
    )}
  </div>`;
}
