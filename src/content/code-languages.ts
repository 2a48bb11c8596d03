/** What a fence in the prose may name; other names fail the build instead of losing their colours. */
export const CODE_LANGUAGES = ['sql', 'typescript', 'ts', 'json', 'ini', 'sh', 'text'] as const;
/** A language that the build can colour. */
export type CodeLanguage = (typeof CODE_LANGUAGES)[number];

/** Whether a fence's name is one of {@link CODE_LANGUAGES}. */
export const isCodeLanguage = (name: string): name is CodeLanguage =>
  CODE_LANGUAGES.some((known) => known === name);
