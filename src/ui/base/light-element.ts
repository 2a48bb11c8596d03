import { LitElement } from 'lit';

/**
 * An element that renders into the page itself, in place of what the build wrote there:
 * so the page's styles apply, and the static page and the live one cannot drift apart in looks.
 */
export class LightElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    this.replaceChildren();
    return this;
  }
}
