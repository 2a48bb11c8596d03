import type { Picture, PictureKind } from '../../contract/index.ts';

const NAMES: Readonly<Record<PictureKind, { readonly title: string; readonly question: string }>> =
  {
    timeline: { title: 'Timeline', question: 'Who had the connection when' },
    cache: { title: 'Cache', question: 'Whose data each cache key held' },
    directory: { title: 'Directory', question: 'Which files were touched, and whose they are' },
    'error-path': { title: 'Error path', question: 'What the error said on its way out' },
    vectors: { title: 'Vectors', question: 'What the search found near by' },
  };

/** What a picture's tab is called. */
export const pictureTitle = (picture: Picture | undefined): string =>
  picture === undefined ? 'Picture' : NAMES[picture.kind].title;

/** What a picture answers. */
export const pictureQuestion = ({ kind }: Picture): string => NAMES[kind].question;

/** In how many places of a picture something reached whom it does not belong to. */
export function leaksIn(picture: Picture): number {
  switch (picture.kind) {
    case 'timeline':
      return picture.lanes.flatMap(({ bars }) => bars.filter((bar) => bar.inherited !== null))
        .length;
    case 'cache':
      return picture.entries.flatMap(({ uses }) => uses.filter((use) => use.foreign)).length;
    case 'directory':
      return picture.entries.flatMap(({ touches }) => touches.filter((touch) => touch.outside))
        .length;
    case 'error-path':
      return picture.layers
        .filter(({ at }) => at === 'caller')
        .flatMap(({ said }) =>
          said.flatMap(({ pieces }) => pieces.filter(({ foreign }) => foreign)),
        ).length;
    case 'vectors':
      return picture.neighbours.filter((neighbour) => neighbour.foreign).length;
    default: {
      const unreachable: never = picture;
      return unreachable;
    }
  }
}
