package dev.portcullis.jose;

import dev.portcullis.config.CryptoProvider;
import dev.portcullis.config.JwsAlgorithm;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Whose implementations of the asymmetric algorithms are used (RFC 7518 3.3-3.5, RFC 8037 3.1). A
 * provider that is chosen is used by its instance: it is never installed in the JVM, whose other
 * applications go on with what they have.
 */
public final class SignatureProvider {

  /** Whatever the JVM has. */
  public static final SignatureProvider JDK = new SignatureProvider(null);

  private static final String CORRETTO =
      "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

  private final @Nullable Provider provider;

  private SignatureProvider(@Nullable Provider provider) {
    this.provider = provider;
  }

  /**
   * Finds what is configured.
   *
   * @throws IllegalStateException for the operator, if it is not there or does not run here (S73)
   */
  public static SignatureProvider of(CryptoProvider choice) {
    return switch (choice) {
      case JDK -> JDK;
      case CORRETTO -> corretto(SignatureProvider.class.getClassLoader());
    };
  }

  static SignatureProvider corretto(@Nullable ClassLoader loader) {
    Provider found;
    try {
      var type = Class.forName(CORRETTO, true, loader);
      found = (Provider) type.getField("INSTANCE").get(null);
      // It loads without its native part, too, and then has no algorithms.
      type.getMethod("assertHealthy").invoke(found);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          "auth.crypto.provider is corretto, and its jar is not there. Add"
              + " software.amazon.cryptools:AmazonCorrettoCryptoProvider, with the classifier of"
              + " the platform (linux-x86_64, linux-aarch64), to the application, or set jdk.",
          e);
    } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
      throw new IllegalStateException(
          "auth.crypto.provider is corretto, and that does not run here. Add the jar with the"
              + " classifier of this platform (linux-x86_64, linux-aarch64), or set jdk.",
          e);
    }
    return new SignatureProvider(found);
  }

  Signature signature(JwsAlgorithm algorithm) throws GeneralSecurityException {
    return switch (algorithm) {
      case RS256 -> named("SHA256withRSA");
      case RS384 -> named("SHA384withRSA");
      case RS512 -> named("SHA512withRSA");
      case PS256 -> pss("SHA-256", 32);
      case PS384 -> pss("SHA-384", 48);
      case PS512 -> pss("SHA-512", 64);
      case ES256 -> named("SHA256withECDSAinP1363Format");
      case ES384 -> named("SHA384withECDSAinP1363Format");
      case EDDSA -> named("Ed25519");
      case HS256, HS384, HS512 ->
          throw new IllegalArgumentException(algorithm.wireName() + " has no key pair");
    };
  }

  private Signature pss(String digest, int saltBytes) throws GeneralSecurityException {
    var signature = named("RSASSA-PSS");
    signature.setParameter(
        new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), saltBytes, 1));
    return signature;
  }

  private Signature named(String name) throws GeneralSecurityException {
    return provider == null ? Signature.getInstance(name) : Signature.getInstance(name, provider);
  }

  /** The key as the provider likes it best, so that it is not converted at each use. */
  <K extends Key> K adopt(K key, Class<K> type) {
    if (provider == null || provider.getService("KeyFactory", key.getAlgorithm()) == null) {
      return key;
    }
    try {
      return type.cast(KeyFactory.getInstance(key.getAlgorithm(), provider).translateKey(key));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(provider.getName() + " can't use this kind of key", e);
    }
  }

  /** Names the provider. */
  @Override
  public String toString() {
    return provider == null ? "the JDK's" : provider.getName() + " " + provider.getVersionStr();
  }
}
