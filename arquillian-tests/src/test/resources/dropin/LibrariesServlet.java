import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import net.minidev.json.JSONObject;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** As its author wrote it when these libraries were new; compiled by the test against them. */
@WebServlet("/libraries")
public class LibrariesServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    Map<String, Object> facts = new LinkedHashMap<String, Object>();
    facts.put("jackson", mapper.version().toString());
    facts.put("jackson_reads", mapper.readTree("{\"a\":[1,2]}").get("a").size());
    try {
      signed(facts);
      digested(facts);
    } catch (Exception e) {
      throw new IOException(e);
    }
    response.setContentType("application/json");
    mapper.writeValue(response.getWriter(), facts);
  }

  private static void signed(Map<String, Object> facts) throws Exception {
    byte[] secret = "a secret of thirty-two bytes, ok".getBytes("UTF-8");
    JWSObject signed = new JWSObject(new JWSHeader(JWSAlgorithm.HS256), new Payload("{\"n\":1}"));
    signed.sign(new MACSigner(secret));
    JWSObject parsed = JWSObject.parse(signed.serialize());
    // A method that later versions have no longer: theirs returns a map.
    JSONObject payload = parsed.getPayload().toJSONObject();
    facts.put("nimbus_verified", parsed.verify(new MACVerifier(secret)));
    facts.put("nimbus_payload", payload.get("n"));
    facts.put("nimbus_from", from(JWSObject.class));
  }

  private static void digested(Map<String, Object> facts) throws Exception {
    BouncyCastleProvider provider = new BouncyCastleProvider();
    facts.put("bouncycastle", provider.getVersion());
    facts.put(
        "bouncycastle_digest", MessageDigest.getInstance("SHA-256", provider).digest().length);
    facts.put("bouncycastle_from", from(BouncyCastleProvider.class));
  }

  private static String from(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation().getPath();
  }
}
