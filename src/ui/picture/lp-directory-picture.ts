import { html, nothing, type TemplateResult } from 'lit';
import type { DirectoryPicture, Touch } from '../../contract/index.ts';
import { formatCount, plural } from '../../workbook/index.ts';
import { LightElement } from '../light-element.ts';
import { ownerMark, stateMark } from '../marks.ts';
import { callView, leakSign, sameAsTable, tableRow } from './picture-parts.ts';
import { treeOf, type Branch } from './tree.ts';
import '../styles/pictures.css';
import '../styles/picture-directory.css';

/** Uses of a path that are seen at once. */
const SHOWN_TOUCHES = 4;

const TYPES: Readonly<Record<Branch['type'], string>> = {
  directory: 'directory',
  file: 'file',
  link: 'link',
  absent: 'not there',
};

/**
 * The tree of the disk by owner, and beside each path the calls that touched it. A call that
 * touched what lies outside of its own directory is the leak, whatever it found there.
 */
export class LpDirectoryPicture extends LightElement {
  static override properties = { picture: { attribute: false } };
  declare picture: DirectoryPicture;

  protected override render(): TemplateResult {
    const { entries, more } = this.picture;
    return html`${summary(this.picture)}
      <div class="tree">${this.#branches(treeOf(entries), null, 0)}</div>
      ${more === 0 ? nothing : html`<p class="quiet">and ${plural(more, 'path')} not drawn</p>`}
      <p class="quiet picture-legend">
        A path wears the tenant whose it is. Numbers are the order of the calls; links are followed
        before it is said where a call ended up.
      </p>
      ${this.#table()}`;
  }

  #branches(branches: readonly Branch[], above: number | null, depth: number): TemplateResult {
    return html`<ul class=${depth > 0 ? 'tree-inside' : nothing}>
      ${branches.map((branch) => this.#branch(branch, above, depth))}
    </ul>`;
  }

  #branch(branch: Branch, above: number | null, depth: number): TemplateResult {
    const { name, type, owner, target, touches, inside } = branch;
    return html`<li>
      <div
        class="tree-line"
        data-type=${type}
        data-tenant=${owner ?? nothing}
        .style=${`--depth: ${String(depth)}`}
      >
        <span class="tree-name">
          <code>${name}${type === 'directory' && name !== '/' ? '/' : nothing}</code>
          ${target === null ? nothing : html`<span class="tree-target">→ <code>${target}</code></span>`}
          ${type === 'absent' ? html`<span class="tree-absent">not there</span>` : nothing}
          ${owner === null || owner === above ? nothing : ownerMark(this.picture.tenants, owner)}
        </span>
        ${touches.length === 0 ? nothing : this.#touches(touches)}
      </div>
      ${inside.length === 0 ? nothing : this.#branches(inside, owner, depth + 1)}
    </li>`;
  }

  #touches(touches: readonly Touch[]): TemplateResult {
    const order = [...touches].sort((one, other) => Number(other.outside) - Number(one.outside));
    const rest = order.length - SHOWN_TOUCHES;
    return html`<ul class="tree-touches">
      ${order.slice(0, SHOWN_TOUCHES).map((touch) => this.#touch(touch))}
      ${rest > 0 ? html`<li class="quiet">and ${formatCount(rest)} more</li>` : nothing}
    </ul>`;
  }

  #touch({ call, how, outside, error }: Touch): TemplateResult {
    const { calls, tenants } = this.picture;
    return html`<li class="tree-touch" ?data-foreign=${outside}>
      ${outside ? leakSign : nothing} ${callView(calls, call, tenants)}
      <span class="tree-how">${how}</span>
      ${error === null ? nothing : html`<code class="tree-error">${error}</code>`}
    </li>`;
  }

  #table(): TemplateResult {
    const { calls, tenants, entries } = this.picture;
    const rows = entries.flatMap((entry) => {
      const path = html`<th scope="row"><code>${entry.path}</code></th>
        <td>
          ${TYPES[entry.type]}${entry.target === null ? nothing : html` to <code>${entry.target}</code>`}
        </td>
        <td>${ownerMark(tenants, entry.owner)}</td>`;
      if (entry.touches.length === 0) {
        return [
          tableRow(
            false,
            html`${path}
              <td colspan="3" class="quiet">not touched</td>`,
          ),
        ];
      }
      return entry.touches.map(({ call, how, outside, error }) =>
        tableRow(
          outside,
          html`${path}
            <td>${callView(calls, call, tenants)}</td>
            <td>${how} ${error === null ? nothing : html`<code>${error}</code>`}</td>
            <td>
              ${outside ? html`${leakSign} outside of its own directory` : 'within its own'}
            </td>`,
        ),
      );
    });
    const columns = ['path', 'what it is', 'whose', 'call', 'what it did', 'where that lay'];
    return sameAsTable('Directory', columns, rows);
  }
}

function summary({ entries }: DirectoryPicture): TemplateResult {
  const touches = entries.flatMap((entry) => entry.touches);
  const outside = touches.filter((touch) => touch.outside).length;
  const times = plural(touches.length, 'time');
  if (outside > 0) {
    return html`<p class="sentence">
      ${stateMark('leaked')} Files were touched ${times}, ${formatCount(outside)} of them outside of
      the caller’s own directory.
    </p>`;
  }
  return html`<p class="sentence">
    ${stateMark('held')} Files were touched ${times}, each time within the caller’s own directory.
  </p>`;
}
