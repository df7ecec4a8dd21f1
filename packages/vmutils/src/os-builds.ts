/** The build number of a Windows release: 16 bits wide. */
export type OsBuild = number;

/**
 * Windows releases by name, with their build numbers. Several names of one release have the same number.
 *
 * Source: Microsoft's release information, with the names that hcsshim uses.
 */
export const OS_BUILDS = Object.freeze({
  RS1: 14393,
  V1607: 14393,
  LTSC2016: 14393,
  RS2: 15063,
  V1703: 15063,
  RS3: 16299,
  V1709: 16299,
  RS4: 17134,
  V1803: 17134,
  RS5: 17763,
  V1809: 17763,
  LTSC2019: 17763,
  V19H1: 18362,
  V1903: 18362,
  V19H2: 18363,
  V1909: 18363,
  V20H1: 19041,
  V2004: 19041,
  V20H2: 19042,
  V21H1: 19043,
  V21H2Win10: 19044,
  V22H2Win10: 19045,
  V21H2Server: 20348,
  LTSC2022: 20348,
  V21H2Win11: 22000,
  V22H2Win11: 22621,
  V23H2: 25398,
  V25H1Server: 26100,
  LTSC2025: 26100,
} as const);

/** What the packed version number of Windows holds. */
export interface OsVersion {
  readonly major: number;
  readonly minor: number;
  readonly build: OsBuild;
}

/** Unpacks the number that `GetVersion` answers: major in the low byte, minor in the next, build in the high half. */
export const unpackOsVersion = (packed: number): OsVersion => ({
  major: packed & 0xff,
  minor: (packed >>> 8) & 0xff,
  build: packed >>> 16,
});

export const packOsVersion = ({ major, minor, build }: OsVersion): number =>
  (((build & 0xffff) << 16) | ((minor & 0xff) << 8) | (major & 0xff)) >>> 0;
