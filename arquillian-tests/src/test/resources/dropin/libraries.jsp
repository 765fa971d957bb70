<%@ page contentType="application/json" session="false" trimDirectiveWhitespaces="true"
    import="com.fasterxml.jackson.databind.ObjectMapper,com.nimbusds.jose.JWSAlgorithm,com.nimbusds.jose.JWSHeader,com.nimbusds.jose.JWSObject,com.nimbusds.jose.Payload,com.nimbusds.jose.crypto.MACSigner,com.nimbusds.jose.crypto.MACVerifier,java.security.MessageDigest,java.util.LinkedHashMap,java.util.Map,org.bouncycastle.jce.provider.BouncyCastleProvider" %><%
  // As its author wrote it when these libraries were new.
  ObjectMapper mapper = new ObjectMapper();
  byte[] secret = "a secret of thirty-two bytes, ok".getBytes("UTF-8");
  JWSObject signed = new JWSObject(new JWSHeader(JWSAlgorithm.HS256), new Payload("{\"n\":1}"));
  signed.sign(new MACSigner(secret));
  JWSObject parsed = JWSObject.parse(signed.serialize());
  BouncyCastleProvider provider = new BouncyCastleProvider();
  Map<String, Object> facts = new LinkedHashMap<String, Object>();
  facts.put("jackson", mapper.version().toString());
  facts.put("jackson_reads", mapper.readTree("{\"a\":[1,2]}").get("a").size());
  // Gone in later versions: the payload as json-smart's type.
  net.minidev.json.JSONObject payload = parsed.getPayload().toJSONObject();
  facts.put("nimbus_verified", parsed.verify(new MACVerifier(secret)));
  facts.put("nimbus_payload", payload.get("n"));
  facts.put("nimbus_from", JWSObject.class.getProtectionDomain().getCodeSource().getLocation().getPath());
  facts.put("bouncycastle", provider.getVersion());
  facts.put("bouncycastle_digest", MessageDigest.getInstance("SHA-256", provider).digest(new byte[0]).length);
  facts.put("bouncycastle_from", BouncyCastleProvider.class.getProtectionDomain().getCodeSource().getLocation().getPath());
  out.print(mapper.writeValueAsString(facts));
%>
