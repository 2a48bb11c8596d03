import type { Draw } from '#checks';

/** Something that goes wrong, and what tenants wrote about it. */
interface Topic {
  /** What somebody on call asks. */
  readonly ask: string;
  readonly opens: readonly [string, ...string[]];
  readonly steps: readonly [string, ...string[]];
}

export const TOPICS: readonly [Topic, ...Topic[]] = [
  {
    ask: 'How do we fail over the primary database?',
    opens: [
      'To fail over the primary database, page the second person first',
      'Fail over the primary database only when replication lag is under a minute',
      'When the primary database is gone, fail over by hand',
    ],
    steps: [
      'fence the old primary before the replica is promoted',
      'promote the replica in the other zone',
      'point the pooler at the new primary and reload it',
      'stop the writers until lag is zero',
      'rebuild the old primary as a replica',
    ],
  },
  {
    ask: 'The root certificate expired, what now?',
    opens: [
      'When the root certificate expired, nothing talks to anything',
      'An expired root certificate is replaced on the gateways first',
      'If the intermediate or root certificate expired, do not restart anything',
    ],
    steps: [
      'issue a certificate from the offline authority',
      'roll it out to the gateways one at a time',
      'pin the old chain until every client has fetched the new one',
      'check the clock of the signing host',
      'revoke what was issued in a hurry',
    ],
  },
  {
    ask: 'How do I get break-glass access to production?',
    opens: [
      'Break-glass access to production takes two people',
      'For break-glass access to production, open the sealed envelope in the vault',
      'Production access by break-glass ends after an hour',
    ],
    steps: [
      'ask the duty manager for the second half of the phrase',
      'log in through the bastion and never directly',
      'write the reason into the incident channel',
      'rotate the phrase before the shift ends',
      'export the session recording to the audit bucket',
    ],
  },
  {
    ask: 'Payments are declined, who do we call?',
    opens: [
      'When payments are declined across the board, call the acquirer',
      'Declined payments above two per cent are an incident',
      'If payments are declined for one card scheme only, fall back to the other route',
    ],
    steps: [
      'quote the merchant contract when they pick up',
      'switch the routing table to the second acquirer',
      'hold the retries so that nobody is charged twice',
      'tell support which banks are affected',
      'reconcile the captured amounts next morning',
    ],
  },
  {
    ask: 'The message queue is backed up, can we purge it?',
    opens: [
      'A message queue that is backed up is drained, not purged',
      'When the message queue is backed up, find the poison message',
      'The queue backed up means consumers are dead, not that producers are fast',
    ],
    steps: [
      'move the poison message to the parking queue',
      'scale the consumers to twice the usual number',
      'raise the visibility timeout before anything else',
      'replay the parking queue in the order of arrival',
      'keep the producers running at half speed',
    ],
  },
  {
    ask: 'How do we restore a customer from backup?',
    opens: [
      'To restore a customer from backup, start the restore cluster',
      'A restore from backup for one customer takes forty minutes',
      'Restore the customer from backup into a schema of its own',
    ],
    steps: [
      'unseal the backup key with the recovery token',
      'copy the rows back table by table',
      'compare the counts with the night before',
      'let the customer confirm before the copy is dropped',
      'log the restore for the auditors',
    ],
  },
  {
    ask: 'What do we do about a denial of service attack?',
    opens: [
      'In a denial of service attack, put the scrubbing provider in front',
      'A denial of service attack on the login page comes from many addresses',
      'During a denial of service attack nobody changes the firewall alone',
    ],
    steps: [
      'announce the prefix through the scrubbing centre',
      'turn on the challenge for anonymous visitors',
      'serve the status page from the other network',
      'keep the office addresses on the allow list',
      'write down the first minute for the police',
    ],
  },
  {
    ask: 'How do we roll back a bad deployment?',
    opens: [
      'To roll back a bad deployment, freeze the pipeline',
      'Roll back a bad deployment before you look for the cause',
      'A bad deployment with a migration cannot simply be rolled back',
    ],
    steps: [
      'pin the previous image by its digest',
      'turn the feature flag off for everybody',
      'run the down migration against a copy',
      'warm the caches before traffic returns',
      'thaw the pipeline after the review',
    ],
  },
];

/** No question of these is about anything that anybody wrote. */
export const OFF_TOPIC = 'Which wine goes with grilled mackerel?';

/** A chunk's text without what makes it its owner's. */
export interface Prose {
  readonly topic: number;
  readonly text: string;
}

/** Writes about one of the topics. @param without a topic that this tenant has nothing on */
export function prose(draw: Draw, without: number): Prose {
  const all = TOPICS.map((_, at) => at).filter((at) => at !== without);
  const [first = 0, ...others] = all;
  const topic = draw.pick([first, ...others]);
  const { opens, steps } = TOPICS[topic] ?? TOPICS[0];
  const [open] = draw.sample(opens, 1);
  // As last time: no two texts are quite the same, and an index likes that.
  const last = `the last one was ${draw.words()} after ${draw.words()}`;
  return { topic, text: `${[open, ...draw.sample(steps, 2), last].join('. ')}.` };
}
