package io.nessiecluster.mesh.check;

import io.nessiecluster.mesh.Check;

/** One check. Pure, but for what it remembers of since when a thing is so. */
sealed interface Judgement
    permits Expected,
        GlobalFree,
        Limits,
        MembersPure,
        MnesiaWhole,
        NamesUnique,
        OtpEqual,
        ReleaseEqual,
        SettingsEqual {

  /** Which one. */
  Check.Id id();

  /** Looks once. Never throws, whatever members have said. */
  Finding judge(Evidence evidence);
}
