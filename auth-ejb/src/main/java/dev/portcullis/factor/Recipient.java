package dev.portcullis.factor;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import dev.portcullis.FactorMethod;
import dev.portcullis.config.SmsSettings;
import java.net.IDN;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What somebody typed as an address or a number, in its normal form or refused. */
sealed interface Recipient {

  /**
   * Good.
   *
   * @param text an address whose domain is in lower-case ASCII, or a number in E.164
   */
  record Normal(String text) implements Recipient {}

  /**
   * Not good.
   *
   * @param reason a text id
   */
  record Bad(String reason) implements Recipient {}

  /** Elsewhere no SMS arrives, or it costs whoever sends it (toll fraud). */
  Set<PhoneNumberType> WITH_SMS =
      EnumSet.of(
          PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE, PhoneNumberType.VOIP);

  /** What libphonenumber says for satellites and other numbers that are of no country. */
  String NO_COUNTRY = "001";

  /** The part before the at sign may be quoted by RFC 5321; nobody's is. */
  Pattern LOCAL_PART =
      Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-][A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{0,63}");

  Pattern DOMAIN =
      Pattern.compile(
          "(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.){1,20}[a-z][a-z0-9-]{0,61}[a-z0-9]");

  int LONGEST_ADDRESS = 254;
  int LONGEST_NUMBER = 40;

  /**
   * Reads what was typed.
   *
   * @param sms how numbers are read, or null
   */
  static Recipient of(FactorMethod method, String typed, @Nullable SmsSettings sms) {
    return switch (method) {
      case EMAIL -> address(typed.strip());
      case SMS -> sms == null ? new Bad("factor.not_allowed") : number(typed.strip(), sms);
      case TOTP, RECOVERY, PASSKEY -> new Bad("factor.not_allowed");
    };
  }

  private static Recipient address(String typed) {
    int at = typed.lastIndexOf('@');
    if (at < 1 || typed.length() > LONGEST_ADDRESS) {
      return new Bad("factor.address_invalid");
    }
    var local = typed.substring(0, at);
    try {
      var domain =
          IDN.toASCII(typed.substring(at + 1), IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
      return LOCAL_PART.matcher(local).matches()
              && !local.endsWith(".")
              && !local.contains("..")
              && DOMAIN.matcher(domain).matches()
          ? new Normal(local + "@" + domain)
          : new Bad("factor.address_invalid");
    } catch (IllegalArgumentException notADomain) {
      return new Bad("factor.address_invalid");
    }
  }

  private static Recipient number(String typed, SmsSettings sms) {
    if (typed.length() > LONGEST_NUMBER) {
      return new Bad("factor.number_invalid");
    }
    var numbers = PhoneNumberUtil.getInstance();
    try {
      var number = numbers.parse(typed, sms.defaultRegion());
      var region = numbers.getRegionCodeForNumber(number);
      if (!numbers.isValidNumber(number)
          || number.hasExtension()
          || !WITH_SMS.contains(numbers.getNumberType(number))
          || NO_COUNTRY.equals(region)) {
        return new Bad("factor.number_invalid");
      }
      return sms.regions().isEmpty() || sms.regions().contains(region)
          ? new Normal(numbers.format(number, PhoneNumberFormat.E164))
          : new Bad("factor.region_not_allowed");
    } catch (NumberParseException e) {
      return new Bad("factor.number_invalid");
    }
  }

  /** As much as its owner needs to know which one it is: {@code m•••@example.com}. */
  static String masked(FactorMethod method, String text) {
    int at = text.lastIndexOf('@');
    if (method == FactorMethod.EMAIL && at > 0) {
      return text.substring(0, text.offsetByCodePoints(0, 1)) + "•••" + text.substring(at);
    }
    return "••• " + text.substring(Math.max(0, text.length() - 2));
  }
}
