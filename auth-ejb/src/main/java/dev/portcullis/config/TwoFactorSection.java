package dev.portcullis.config;

import dev.portcullis.FactorMethod;
import dev.portcullis.config.TwoFactorSettings.Algorithm;
import dev.portcullis.config.file.Key;
import dev.portcullis.config.file.Section;
import dev.portcullis.config.file.ValueTypes;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code auth.providers.two_factor}. */
final class TwoFactorSection {

  private static final String PATH = "auth.providers.two_factor.";

  static final Key<Boolean> ENABLED =
      Key.of(
              PATH + "enabled",
              ValueTypes.flag(),
              "Whether accounts may have a second factor. A section that is there says `true`"
                  + " unless it says otherwise.")
          .defaultsTo("true");
  static final Key<FactorMethod> PROVIDER =
      Key.of(
              PATH + "provider",
              ValueTypes.choice(methods()),
              "The method to begin with, where an account has it. `totp`: codes of an authenticator"
                  + " app (RFC 6238). `sms` and `email`: codes that are sent, which need the section"
                  + " of that name.")
          .defaultsTo("totp");
  static final Key<String> ISSUER =
      Key.of(
              PATH + "issuer",
              ValueTypes.text(
                  "text",
                  "1 to 64 characters without a colon",
                  Pattern.compile("[^:\\p{Cntrl}]{1,64}")),
              "The name under which authenticator apps show the account.")
          .defaultsInWords("the host of `auth.public_url`");
  static final Key<Algorithm> ALGORITHM =
      Key.of(
              PATH + "algorithm",
              ValueTypes.choice(algorithms()),
              "The hash in an app's codes. Many apps know only `SHA1`, which is safe here: HMAC does"
                  + " not rest on what SHA-1 lost.")
          .defaultsTo("SHA1");
  static final Key<Integer> DIGITS =
      Key.of(PATH + "digits", ValueTypes.integer("digits", 6, 8), "Digits of an app's code.")
          .defaultsTo("6");
  static final Key<Integer> PERIOD =
      Key.of(
              PATH + "period",
              ValueTypes.integer("seconds", 15, 60),
              "How long a code of an app is shown, in seconds. It counts for one period more.")
          .defaultsTo("30");
  static final Key<String> REQUIRED_FOR_ROLES =
      Key.list(
          PATH + "required_for_roles",
          GeneralSection.roleName(),
          "Who has one of these roles needs a second factor, and enrols one at the next sign-in.");
  static final Key<Boolean> REQUIRED_FOR_ALL =
      Key.of(
              PATH + "required_for_all",
              ValueTypes.flag(),
              "Whether everybody needs one. New passwords may then have 8 characters, see"
                  + " `auth.providers.local.minimum_length`.")
          .defaultsTo("false");
  static final Key<Boolean> EVERY_REQUEST =
      Key.of(
              PATH + "every_request",
              ValueTypes.choice(everyRequest()),
              "What becomes of a password or certificate that comes with every request, where the"
                  + " account needs a second factor, which nobody can be asked for there. `accept`"
                  + " lets it in with the one.")
          .defaultsTo("refuse");

  static final Key<Duration> TRUSTED_DEVICE =
      Key.of(
              PATH + "trusted_device",
              ValueTypes.duration("1h", "90d"),
              "How long a browser whose user wishes so is spared the second factor at further"
                  + " sign-ins of that account. It is not spared where a second factor itself is"
                  + " asked for, see `auth.protect`.")
          .defaultsInWords("devices are not trusted");

  static final List<Key<?>> KEYS = keys();

  private TwoFactorSection() {}

  private static List<Key<?>> keys() {
    var keys =
        new ArrayList<Key<?>>(
            List.of(
                ENABLED,
                PROVIDER,
                ISSUER,
                ALGORITHM,
                DIGITS,
                PERIOD,
                REQUIRED_FOR_ROLES,
                REQUIRED_FOR_ALL,
                EVERY_REQUEST,
                TRUSTED_DEVICE));
    keys.addAll(SmsSection.KEYS);
    keys.addAll(EmailSection.KEYS);
    keys.addAll(SendingSection.KEYS);
    return List.copyOf(keys);
  }

  /**
   * Reads it; where it is absent or switched off, nothing else in it is looked at.
   *
   * @param publicUrl or null
   */
  static TwoFactorSettings read(Section section, @Nullable URI publicUrl) {
    boolean enabled = section.isPresent() && section.read(ENABLED);
    var in = enabled ? section : section.blank();
    var roles = in.readList(REQUIRED_FOR_ROLES);
    var host = publicUrl == null ? "localhost" : publicUrl.getHost();
    var preferred = in.read(PROVIDER);
    requireSection(in, preferred);
    return new TwoFactorSettings(
        enabled,
        preferred,
        new TwoFactorSettings.Totp(
            in.find(ISSUER).orElse(host), in.read(ALGORITHM), in.read(DIGITS), in.read(PERIOD)),
        in.read(REQUIRED_FOR_ALL),
        Set.copyOf(roles),
        in.read(EVERY_REQUEST),
        in.find(TRUSTED_DEVICE).orElse(null),
        EmailSection.read(in.section("email")),
        SmsSection.read(in.section("sms")),
        SendingSection.read(in.section("sending")));
  }

  private static void requireSection(Section in, FactorMethod preferred) {
    var needed = preferred.wireName();
    if (preferred != FactorMethod.TOTP && !in.section(needed).isPresent()) {
      in.refuse(
          PROVIDER,
          "is " + needed + ", and there is no section " + needed,
          "Write the section, or remove this for totp.");
    }
  }

  private static Map<String, FactorMethod> methods() {
    var words = new LinkedHashMap<String, FactorMethod>();
    for (var method : List.of(FactorMethod.TOTP, FactorMethod.SMS, FactorMethod.EMAIL)) {
      words.put(method.wireName(), method);
    }
    return words;
  }

  /** In the order in which they are told. */
  private static Map<String, Algorithm> algorithms() {
    var words = new LinkedHashMap<String, Algorithm>();
    for (var algorithm : Algorithm.values()) {
      words.put(algorithm.name(), algorithm);
    }
    return words;
  }

  private static Map<String, Boolean> everyRequest() {
    var words = new LinkedHashMap<String, Boolean>();
    words.put("refuse", false);
    words.put("accept", true);
    return words;
  }
}
