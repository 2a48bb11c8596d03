export { defineHomeElements } from './define-home-elements.ts';
export { provideHome, type Home } from './home-controller.ts';
