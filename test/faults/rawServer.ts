/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

const open: Array<{ close: () => void }> = [];

/** Closes all that a test opened. */
export function closeServers(): void {
	for (const server of open.splice(0)) server.close();
}

/** A server below HTTP; counts its connections. */
export async function rawServer(
	onConnection: (socket: Socket) => void,
	make: (listener: (socket: Socket) => void) => Server = (listener) => createServer(listener),
): Promise<{ url: string; count: () => number }> {
	let count = 0;
	const sockets = new Set<Socket>();
	const server = make((socket) => {
		count++;
		sockets.add(socket);
		socket.on('error', () => undefined);
		socket.on('close', () => sockets.delete(socket));
		onConnection(socket);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	open.push({
		close: () => {
			server.close();
			for (const socket of sockets) socket.destroy();
		},
	});
	const { port } = server.address() as AddressInfo;
	return { url: `http://127.0.0.1:${port}`, count: () => count };
}

export const onRequest = (answer: (socket: Socket) => void) => (socket: Socket) => {
	socket.once('data', () => answer(socket));
};
