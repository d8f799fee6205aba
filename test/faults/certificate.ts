import { generateKeyPairSync, sign } from 'node:crypto';

/** One value in DER: tag, length, content (ITU-T X.690). */
function der(tag: number, ...content: Buffer[]): Buffer {
	const body = Buffer.concat(content);
	const { length } = body;
	const size = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff];
	return Buffer.concat([Buffer.from([tag, ...size]), body]);
}

const sequence = (...content: Buffer[]) => der(0x30, ...content);
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));
const utcTime = (date: Date) =>
	der(0x17, Buffer.from(`${date.toISOString().replace(/\D/g, '').slice(2, 14)}Z`));

/**
 * A certificate that nobody has signed but itself, and its key, both as PEM. Made by hand, since Node
 * makes keys but no certificates, and a key in the repository would be found by every scanner.
 */
export function selfSigned(): { key: string; cert: string } {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
	// ecdsa-with-SHA256 (RFC 5758), commonName (RFC 5280).
	const algorithm = sequence(oid('2a8648ce3d040302'));
	const commonName = sequence(oid('550403'), der(0x0c, Buffer.from('localhost')));
	const name = sequence(der(0x31, commonName));
	const day = 86_400_000;
	const toBeSigned = sequence(
		der(0x02, Buffer.from([1])),
		algorithm,
		name,
		sequence(utcTime(new Date(Date.now() - day)), utcTime(new Date(Date.now() + day))),
		name,
		publicKey.export({ type: 'spki', format: 'der' }),
	);
	const signature = sign('sha256', toBeSigned, privateKey);
	const certificate = sequence(
		toBeSigned,
		algorithm,
		der(0x03, Buffer.concat([Buffer.from([0]), signature])),
	);
	const lines = certificate.toString('base64').replace(/.{64}/g, '$&\n');
	return {
		key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
		cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
	};
}
