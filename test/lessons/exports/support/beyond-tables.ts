/** Wrong answers of “Superusers and owners walk past” that neither exported file claims to find. */
export const BEYOND: Readonly<Record<string, string>> = {
  'counter-for-everybody': 'a function, and no listed table',
  'definer-function': 'a function, and no listed table',
  'definer-runs-any-statement': 'a function, and no listed table',
  'definer-opens-the-table': 'a function, and the tables are closed until it is called',
  'definer-trigger': 'a trigger, and its rows are others than the statement names',
  'view-for-the-application': 'a view, and no listed table',
  'grant-option': 'what the role may pass on reaches no row',
  'admin-of-the-group': 'what the role may pass on reaches no row',
  'row-security-off-at-login': 'refuses every statement, as a login would find',
};
