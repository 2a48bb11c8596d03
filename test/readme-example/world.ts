/** Where the README's example would stand, the world is the lesson's own. */
export { default } from '../../lessons/05-a-policy-per-command/world.ts';
