import { netModule } from '../pg/socket.ts';

export const { Socket, isIP } = netModule;
