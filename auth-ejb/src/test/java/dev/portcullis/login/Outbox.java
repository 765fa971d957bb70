package dev.portcullis.login;

import dev.portcullis.FactorMethod;
import dev.portcullis.config.TwoFactorSettings;
import dev.portcullis.delivery.CodeCarrier;
import dev.portcullis.delivery.CodeMessage;
import dev.portcullis.delivery.Delivery;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Takes what would be sent, or refuses it as a test has it. The carriers have tests of their own.
 */
final class Outbox {

  private final List<CodeMessage> messages = new CopyOnWriteArrayList<>();
  private volatile Supplier<Delivery> answer = Delivery.Accepted::new;

  Map<FactorMethod, CodeCarrier> carriers(TwoFactorSettings settings) {
    var carriers = new EnumMap<FactorMethod, CodeCarrier>(FactorMethod.class);
    if (settings.email() != null) {
      carriers.put(FactorMethod.EMAIL, this::carry);
    }
    if (settings.sms() != null) {
      carriers.put(FactorMethod.SMS, this::carry);
    }
    return carriers;
  }

  private Delivery carry(CodeMessage message) {
    var delivery = answer.get();
    if (delivery instanceof Delivery.Accepted) {
      messages.add(message);
    }
    return delivery;
  }

  /** From now on it answers so. */
  void answers(Supplier<Delivery> how) {
    answer = how;
  }

  List<CodeMessage> messages() {
    return messages;
  }

  CodeMessage last() {
    return messages.get(messages.size() - 1);
  }
}
