import { LitElement } from 'lit';
import { inTurn } from './in-turn.ts';

/** What is in the page and not to be seen: another tab's panel, what a summary still hides. */
const UNSEEN = '[hidden], details:not([open])';

/**
 * An element that renders into the page itself, in place of what the build wrote there:
 * so the page's styles apply, and the static page and the live one cannot drift apart in looks.
 */
export class LightElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    this.replaceChildren();
    return this;
  }

  /**
   * Where nobody sees it, it is drawn in a task of its own: a verdict changes dozens of elements at
   * once, and drawn together they would keep the page from answering.
   */
  protected override scheduleUpdate(): Promise<unknown> | undefined {
    if (this.drawsAlone() || this.closest(UNSEEN) !== null) {
      return inTurn().then(() => super.scheduleUpdate());
    }
    void super.scheduleUpdate();
    return undefined;
  }

  /** Whether it takes a task of its own although it is seen: for what is much to draw. */
  protected drawsAlone(): boolean {
    return false;
  }
}
