import { isIP } from 'node:net';
import { z } from 'zod';

/** Why DES is refused: better said at configuration than as a timeout. */
const noDes = 'DES cannot be used: OpenSSL 3 no longer has it; set the device to AES';

const secret = z.string().min(1).max(255);
/** RFC 3414 asks for at least eight characters. */
const passphrase = z.string().min(8, 'must have at least 8 characters').max(255);

const authSchema = z.strictObject({
  protocol: z.enum(['md5', 'sha', 'sha224', 'sha256', 'sha384', 'sha512']),
  passphrase,
});

const privacySchema = z.strictObject({
  protocol: z.preprocess(
    (value) => value,
    z.enum(['aes', 'aes256b', 'aes256r'], {
      error: ({ input }) => (input === 'des' ? noDes : undefined),
    }),
  ),
  passphrase,
});

/** What a device asks for. Holds secrets: never logged, never answered by the API. */
export const snmpCredentialsSchema = z.discriminatedUnion('version', [
  z.strictObject({ version: z.literal('1'), community: secret }),
  z.strictObject({ version: z.literal('2c'), community: secret }),
  z
    .strictObject({
      version: z.literal('3'),
      user: z.string().min(1).max(32),
      auth: authSchema.optional(),
      privacy: privacySchema.optional(),
    })
    .refine(({ auth, privacy }) => auth !== undefined || privacy === undefined, {
      message: 'privacy needs auth',
    }),
]);
export type SnmpCredentials = z.infer<typeof snmpCredentialsSchema>;

const hostName =
  /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/i;

export const deviceNameSchema = z.string().trim().min(1).max(128);

/** One device to poll. */
export const snmpTargetSchema = z.strictObject({
  /** Value of the `device` tag. */
  name: deviceNameSchema,
  address: z
    .string()
    .refine((text) => isIP(text) !== 0 || hostName.test(text), 'must be an IP address or a name'),
  port: z.number().int().min(1).max(65_535).default(161),
  intervalSeconds: z.number().min(5).max(3600).default(30),
  /** Name of the profile where the device is not to be asked what it is. */
  profile: z.string().max(64).optional(),
  credentials: snmpCredentialsSchema,
});
export type SnmpTarget = z.infer<typeof snmpTargetSchema>;
