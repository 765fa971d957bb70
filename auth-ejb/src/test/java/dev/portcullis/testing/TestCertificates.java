package dev.portcullis.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** An authority of a test's own, and certificates as good and as bad as a test wants them. */
public final class TestCertificates {

  private static final AlgorithmIdentifier ECDSA =
      new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);

  /** A certificate with its key. */
  public record Issued(X509Certificate certificate, KeyPair keys) {}

  private final X500Name name;
  private final KeyPair keys;
  private final X509Certificate certificate;
  private int serial = 100;

  /** An authority that signs itself, valid for years around that time. */
  public TestCertificates(String commonName, Instant now) {
    name = new X500NameBuilder().addRDN(BCStyle.O, "Acme").addRDN(BCStyle.CN, commonName).build();
    keys = newKeys();
    certificate =
        new Builder(name, now.minus(Duration.ofDays(1000)), now.plus(Duration.ofDays(1000)))
            .authority()
            .sign(keys, name, keys);
  }

  public X509Certificate certificate() {
    return certificate;
  }

  /** Writes the authority's certificate as an operator would. */
  public Path writeTo(Path folder) throws IOException {
    return Files.writeString(
        Files.createTempFile(Files.createDirectories(folder), "anchors", ".pem"), pem(certificate));
  }

  /** A certificate in PEM. */
  public static String pem(X509Certificate certificate) {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
              .encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** For a client of that name, valid for a day around that time, for TLS clients. */
  public Builder client(String commonName, Instant now) {
    return new Builder(
            new X500NameBuilder()
                .addRDN(BCStyle.O, "Acme")
                .addRDN(BCStyle.CN, new DERUTF8String(commonName))
                .build(),
            now.minus(Duration.ofHours(12)),
            now.plus(Duration.ofHours(12)))
        .purpose(KeyPurposeId.id_kp_clientAuth)
        .usage(KeyUsage.digitalSignature);
  }

  /** For a server, valid for a day around that time; its hosts are to be added. */
  public Builder server(Instant now) {
    return new Builder(
            new X500NameBuilder().addRDN(BCStyle.O, "Acme").build(),
            now.minus(Duration.ofHours(12)),
            now.plus(Duration.ofHours(12)))
        .purpose(KeyPurposeId.id_kp_serverAuth)
        .usage(KeyUsage.digitalSignature);
  }

  /** Signs it. */
  public Issued issue(Builder builder) {
    var holder = newKeys();
    return new Issued(builder.sign(holder, name, keys), holder);
  }

  /** Signs it with its own key, in the name of this authority or of the subject. */
  public Issued selfSigned(Builder builder, boolean inOurName) {
    var holder = newKeys();
    return new Issued(builder.sign(holder, inOurName ? name : builder.subject, holder), holder);
  }

  private static KeyPair newKeys() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What will be signed. */
  public final class Builder {

    private final X500Name subject;
    private Instant from;
    private Instant until;
    private boolean authority;
    private int usage;
    private final List<KeyPurposeId> purposes = new ArrayList<>();
    private final ASN1EncodableVector names = new ASN1EncodableVector();

    private Builder(X500Name subject, Instant from, Instant until) {
      this.subject = subject;
      this.from = from;
      this.until = until;
    }

    public Builder valid(Instant notBefore, Instant notAfter) {
      from = notBefore;
      until = notAfter;
      return this;
    }

    public Builder authority() {
      authority = true;
      usage = KeyUsage.keyCertSign;
      return this;
    }

    /** In place of what it was for. */
    public Builder purpose(KeyPurposeId... values) {
      purposes.clear();
      purposes.addAll(List.of(values));
      return this;
    }

    /** In place of how it could be used; 0 says nothing. */
    public Builder usage(int value) {
      usage = value;
      return this;
    }

    public Builder host(String name) {
      names.add(new GeneralName(GeneralName.dNSName, name));
      return this;
    }

    public Builder email(String address) {
      names.add(new GeneralName(GeneralName.rfc822Name, address));
      return this;
    }

    public Builder principalName(String text) {
      var value = new ASN1EncodableVector();
      value.add(new ASN1ObjectIdentifier("1.3.6.1.4.1.311.20.2.3"));
      value.add(new DERTaggedObject(true, 0, new DERUTF8String(text)));
      names.add(new GeneralName(GeneralName.otherName, new DERSequence(value)));
      return this;
    }

    private X509Certificate sign(KeyPair holder, X500Name issuer, KeyPair by) {
      try {
        var generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new ASN1Integer(BigInteger.valueOf(serial++)));
        generator.setIssuer(issuer);
        generator.setSubject(subject);
        generator.setStartDate(new Time(Date.from(from)));
        generator.setEndDate(new Time(Date.from(until)));
        generator.setSignature(ECDSA);
        generator.setSubjectPublicKeyInfo(
            SubjectPublicKeyInfo.getInstance(holder.getPublic().getEncoded()));
        var extensions = extensions();
        if (!extensions.isEmpty()) {
          generator.setExtensions(extensions.generate());
        }
        var content = generator.generateTBSCertificate();
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(by.getPrivate());
        signature.update(content.getEncoded("DER"));
        var all = new ASN1EncodableVector();
        all.add(content);
        all.add(ECDSA);
        all.add(new DERBitString(signature.sign()));
        return (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(new DERSequence(all).getEncoded("DER")));
      } catch (GeneralSecurityException | IOException e) {
        throw new IllegalStateException(e);
      }
    }

    private ExtensionsGenerator extensions() throws IOException {
      var extensions = new ExtensionsGenerator();
      if (authority) {
        extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      }
      if (usage != 0) {
        extensions.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
      }
      if (!purposes.isEmpty()) {
        extensions.addExtension(
            Extension.extendedKeyUsage,
            false,
            new ExtendedKeyUsage(purposes.toArray(new KeyPurposeId[0])));
      }
      if (names.size() > 0) {
        extensions.addExtension(
            Extension.subjectAlternativeName,
            false,
            GeneralNames.getInstance(new DERSequence(names)));
      }
      return extensions;
    }
  }
}
