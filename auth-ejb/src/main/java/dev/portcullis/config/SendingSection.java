package dev.portcullis.config;

import dev.portcullis.config.RateLimitSettings.Limit;
import dev.portcullis.config.file.Key;
import dev.portcullis.config.file.Section;
import java.util.List;

/** Reads {@code auth.providers.two_factor.sending}. */
final class SendingSection {

  private static final String PATH = "auth.providers.two_factor.sending.";

  static final Key<Limit> RECIPIENT =
      Key.of(
              PATH + "recipient",
              LimitsSection.rate(SendingLimits.DEFAULTS.recipient(), "5/15m"),
              "Codes to one address or number, whoever's account it is; and as many again to"
                  + " whoever has yet to prove that it is theirs. Above 5/15m the start warns.")
          .defaultsTo("5/15m");
  static final Key<Limit> ACCOUNT =
      Key.of(
              PATH + "account",
              LimitsSection.rate(SendingLimits.DEFAULTS.account(), "20/1d"),
              "Codes for one account, by e-mail and SMS together. Above 20/1d the start warns.")
          .defaultsTo("20/1d");
  static final Key<Limit> ADDRESS =
      Key.of(
              PATH + "address",
              LimitsSection.rate(SendingLimits.DEFAULTS.address(), "300/1h"),
              "Codes at the request of one client address, which a company may share. Above 300/1h"
                  + " the start warns.")
          .defaultsTo("300/1h");

  static final List<Key<?>> KEYS = List.of(RECIPIENT, ACCOUNT, ADDRESS);

  private SendingSection() {}

  static SendingLimits read(Section section) {
    return new SendingLimits(section.read(RECIPIENT), section.read(ACCOUNT), section.read(ADDRESS));
  }
}
