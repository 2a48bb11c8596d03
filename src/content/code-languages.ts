/** What a fence in the prose may name; other names fail the build instead of losing their colours. */
export const CODE_LANGUAGES = ['sql', 'typescript', 'ts', 'json', 'ini', 'sh', 'text'] as const;
export type CodeLanguage = (typeof CODE_LANGUAGES)[number];

export const isCodeLanguage = (name: string): name is CodeLanguage =>
  CODE_LANGUAGES.some((known) => known === name);
