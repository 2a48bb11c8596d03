import { html, nothing, type TemplateResult } from 'lit';
import type { CacheEntry, CachePicture, CacheUse } from '../../contract/index.ts';
import { formatCount, plural } from '../../workbook/index.ts';
import { LightElement } from '../light-element.ts';
import { ownerMark, stateMark } from '../marks.ts';
import { callView, leakSign, sameAsTable, tableRow } from './picture-parts.ts';
import '../styles/pictures.css';
import '../styles/picture-cache.css';

/** Keys, and uses on either side of a key, that are seen at once. */
const SHOWN_KEYS = 6;
const SHOWN_USES = 5;

/** What a use did, as it is said of the call. */
const DID: Readonly<Record<CacheUse['how'], string>> = {
  wrote: 'wrote',
  removed: 'removed',
  served: 'was served',
  missed: 'found nothing',
};

/**
 * The cache by key: on the left who wrote an entry, in the middle what it holds and whose that is,
 * on the right who was served from it. Another tenant's entry on its way to the right is the leak.
 */
export class LpCachePicture extends LightElement {
  static override properties = { picture: { attribute: false } };
  declare picture: CachePicture;

  protected override render(): TemplateResult {
    const { entries, more } = this.picture;
    const [seen, others] = split(leakFirst(entries, crosses), SHOWN_KEYS);
    return html`${summary(this.picture)}
      <div class="cache-heads" aria-hidden="true">
        <span>written by</span><span>the entry</span><span>asked for by</span>
      </div>
      <ul class="cache">
        ${seen.map((entry) => this.#entry(entry))}
      </ul>
      ${
        others.length === 0
          ? nothing
          : html`<details>
              <summary>${plural(others.length, 'more key')}</summary>
              <ul class="cache">
                ${others.map((entry) => this.#entry(entry))}
              </ul>
            </details>`
      }
      ${more === 0 ? nothing : html`<p class="quiet">and ${plural(more, 'key')} not drawn</p>`}
      <p class="quiet picture-legend">
        An entry wears the tenant whose data it holds. Numbers are the order of the calls.
      </p>
      ${this.#table()}`;
  }

  #entry(entry: CacheEntry): TemplateResult {
    const wrote = entry.uses.filter(({ how }) => how === 'wrote' || how === 'removed');
    const asked = entry.uses.filter(({ how }) => how === 'served' || how === 'missed');
    return html`<li class="cache-entry" ?data-crossed=${crosses(entry)}>
      ${this.#uses(entry, wrote, 'cache-writers')}
      <div
        class="cache-slot"
        data-tenant=${(entry.value === null ? null : entry.owner) ?? nothing}
        ?data-empty=${entry.value === null}
      >
        <p class="cache-key"><code>${entry.key}</code></p>
        <p class="cache-owner">${this.#holds(entry)}</p>
        ${entry.value === null ? nothing : valueView(entry.value)}
      </div>
      ${this.#uses(entry, asked, 'cache-readers')}
    </li>`;
  }

  #holds({ value, owner, ttl }: CacheEntry): TemplateResult {
    if (value === null) return html`<span class="quiet">empty at the end</span>`;
    const kept = ttl === null ? '' : `, for ${String(ttl)} s`;
    return html`${ownerMark(this.picture.tenants, owner)}<span class="quiet">${kept}</span>`;
  }

  #uses(entry: CacheEntry, uses: readonly CacheUse[], name: string): TemplateResult {
    const [seen, others] = split(uses, SHOWN_USES);
    const late = others.filter(({ foreign }) => foreign);
    return html`<ul class="cache-uses ${name}">
      ${seen.map((use) => this.#use(entry, use))}
      ${late.slice(0, 1).map((use) => this.#use(entry, use))}
      ${
        others.length === 0
          ? nothing
          : html`<li class="quiet">
              and ${formatCount(others.length - Math.min(1, late.length))} more
            </li>`
      }
    </ul>`;
  }

  #use(entry: CacheEntry, use: CacheUse): TemplateResult {
    const { calls, tenants } = this.picture;
    // What was taken away stands where it was written.
    const other = use.value !== entry.value && use.how !== 'removed';
    return html`<li class="cache-use" data-how=${use.how} ?data-foreign=${use.foreign}>
      <span class="cache-call">${callView(calls, use.call, tenants)}</span>
      <span class="cache-did">
        ${use.foreign ? leakSign : nothing} ${DID[use.how]}
        ${use.how === 'missed' ? nothing : ownerMark(tenants, use.owner)}
      </span>
      ${other && use.value !== null ? valueView(use.value) : nothing}
    </li>`;
  }

  #table(): TemplateResult {
    const { calls, tenants, entries } = this.picture;
    const rows = entries.flatMap(({ key, uses }) =>
      uses.map((use) =>
        tableRow(
          use.foreign,
          html`<th scope="row"><code>${key}</code></th>
            <td>${callView(calls, use.call, tenants)}</td>
            <td>${use.foreign ? leakSign : nothing} ${DID[use.how]}</td>
            <td>${use.how === 'missed' ? nothing : ownerMark(tenants, use.owner)}</td>
            <td><code class="long">${use.value ?? nothing}</code></td>`,
        ),
      ),
    );
    return sameAsTable('Cache', ['key', 'call', 'what it did', 'whose', 'value'], rows);
  }
}

const crosses = ({ uses }: CacheEntry): boolean => uses.some(({ foreign }) => foreign);

const valueView = (value: string): TemplateResult =>
  html`<code class="cache-value">${value === '' ? html`<i>empty text</i>` : value}</code>`;

function leakFirst<T>(all: readonly T[], leaks: (each: T) => boolean): readonly T[] {
  return [...all].sort((one, other) => Number(leaks(other)) - Number(leaks(one)));
}

const split = <T>(all: readonly T[], at: number): readonly [readonly T[], readonly T[]] => [
  all.slice(0, at),
  all.slice(at),
];

function summary({ entries }: CachePicture): TemplateResult {
  const uses = entries.flatMap((entry) => entry.uses);
  const served = uses.filter(({ how }) => how === 'served');
  const foreign = served.filter((use) => use.foreign).length;
  const changed = uses.filter((use) => use.foreign && use.how !== 'served').length;
  if (foreign > 0) {
    return html`<p class="sentence">
      ${stateMark('leaked')} Of ${plural(served.length, 'answer')} from the cache,
      ${formatCount(foreign)} ${foreign === 1 ? 'was' : 'were'} another tenant’s entry.
    </p>`;
  }
  if (changed > 0) {
    return html`<p class="sentence">
      ${stateMark('leaked')} ${plural(changed, 'entry', 'entries')}
      ${changed === 1 ? 'was' : 'were'} overwritten or removed by another tenant.
    </p>`;
  }
  return html`<p class="sentence">
    ${stateMark('held')} ${plural(served.length, 'answer')} came from the cache, none from another
    tenant’s entry.
  </p>`;
}
