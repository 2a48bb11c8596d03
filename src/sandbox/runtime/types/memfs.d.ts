export class Volume {
  readonly root: object;
}
export function createFsFromVolume(volume: Volume): object;
