/** Sent with every answer, whatever it is. */
export type SecurityHeaders = Readonly<Record<string, string>>;

/**
 * Nothing is loaded from elsewhere, no inline script or style is taken, nobody may frame the app, no other
 * site may load what is here, and the address of a conversation is not told to sites that it links to.
 */
export function createSecurityHeaders(publicUrl: URL | null): SecurityHeaders {
  return {
    'content-security-policy': pagePolicy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': permissionsPolicy,
    // Files whose names change with their content say otherwise.
    'cache-control': 'no-store',
    ...(publicUrl?.protocol === 'https:' && {
      'strict-transport-security': `max-age=${YEAR_SECONDS}; includeSubDomains`,
    }),
  };
}

/** For a file that a person takes along: opened in a browser after all, it can run, load and send nothing. */
export const filePolicy =
  "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const YEAR_SECONDS = 31_536_000;

const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "object-src 'none'",
  "frame-src 'none'",
  "frame-ancestors 'none'",
  // Text becomes elements only by way of the sanitiser, whose policy has this name.
  "require-trusted-types-for 'script'",
  'trusted-types dompurify',
].join('; ');

/** The features that the app uses: theatre mode fills the screen and keeps it awake, and text can be copied. */
const usedFeatures = ['clipboard-write', 'fullscreen', 'screen-wake-lock'];

/**
 * What Chromium knows and pages have unless it is taken from them. A feature that a browser does not know is
 * ignored: https://github.com/w3c/webappsec-permissions-policy/blob/main/features.md
 */
const unusedFeatures = [
  'accelerometer',
  'autoplay',
  'browsing-topics',
  'camera',
  'clipboard-read',
  'display-capture',
  'encrypted-media',
  'gamepad',
  'geolocation',
  'gyroscope',
  'hid',
  'identity-credentials-get',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'otp-credentials',
  'payment',
  'picture-in-picture',
  'publickey-credentials-create',
  'publickey-credentials-get',
  'serial',
  'storage-access',
  'sync-xhr',
  'usb',
  'window-management',
  'xr-spatial-tracking',
];

const permissionsPolicy = [
  ...usedFeatures.map((feature) => `${feature}=(self)`),
  ...unusedFeatures.map((feature) => `${feature}=()`),
].join(', ');
