/** A name with a dot, as an extension's or an application's settings have: `app.tenant_id`. */
const DOTTED = /[A-Za-z_][\w$]*(?:\.[A-Za-z_][\w$]*)+/g;

/** More names than this are no settings, but somebody playing. */
const MOST = 500;

/** A statement that leaves something in its session holds one of these, or calls what does. */
const LEAVES_TRACES =
  /(?<!current_|off)set(?!ting|of\b)|prepare|listen|temp|declare|lock|discard|deallocate|load|\bdo\b|\bcall\b|…$/i;

/** What makes others' statements leave traces later. */
const MAKES_CALLABLE = /function|procedure|\brule\b|\bview\b|policy|default|generated/i;

/**
 * What can be told of a session from the texts that ran in it. PostgreSQL lists no application's
 * settings, not even to whoever made them, so in `direct` mode each name that was ever spoken of
 * is asked for.
 */
export class SettingNames {
  readonly #names: Set<string>;
  /** Something in the database sets settings, so any statement may. */
  #careful = false;

  constructor(known: Iterable<string>) {
    this.#names = new Set(known);
  }

  /**
   * Takes the names out of a statement, or of a parameter.
   * @returns whether it may leave something in its session
   */
  learn(text: string): boolean {
    if (text.includes('.') && this.#names.size <= MOST) {
      for (const [name] of text.matchAll(DOTTED)) this.#names.add(name);
    }
    const leaves = LEAVES_TRACES.test(text);
    if (leaves && MAKES_CALLABLE.test(text)) this.#careful = true;
    return leaves || this.#careful;
  }

  /** Takes the text of something that statements may call. */
  learnCallable(text: string): void {
    if (this.learn(text)) this.#careful = true;
  }

  get all(): readonly string[] {
    return [...this.#names];
  }
}

/** The bodies of functions and the conditions of policies, where names of settings stand. */
export const CATALOG_TEXTS = `
  SELECT prosrc FROM pg_catalog.pg_proc p WHERE p.oid >= 16384
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
  UNION ALL SELECT pg_catalog.concat_ws(' ', qual, with_check) FROM pg_catalog.pg_policies`;
