package dev.portcullis.ejb;

import dev.portcullis.AccessTokenVerifier;
import dev.portcullis.TokenService;
import dev.portcullis.TokenVerification;
import dev.portcullis.apitoken.AllAccessTokens;
import dev.portcullis.apitoken.ApiTokenServiceImpl;
import dev.portcullis.apitoken.ApiTokenUses;
import dev.portcullis.apitoken.ApiTokenVerifier;
import dev.portcullis.apitoken.ApiTokensToo;
import dev.portcullis.factor.SealedCodeTargets;
import dev.portcullis.factor.SealedTotpSecrets;
import dev.portcullis.issuer.ForeignIssuers;
import dev.portcullis.provider.SealedIdTokens;
import dev.portcullis.provider.SealedProviderTokens;
import dev.portcullis.sealing.Reencryption;
import dev.portcullis.token.KeyServiceImpl;
import dev.portcullis.token.PrincipalNames;
import dev.portcullis.token.SealedSigningKeys;
import dev.portcullis.token.SigningKeys;
import dev.portcullis.token.StrictAccessTokenVerifier;
import dev.portcullis.token.TokenIssuer;
import dev.portcullis.token.TokenServiceImpl;
import java.util.List;

/** Access and refresh tokens, their keys, and personal API tokens, told apart by their prefix. */
final class TokenParts {

  final Reencryption reencryption;
  final SigningKeys keys;
  final KeyServiceImpl keyService;
  final TokenIssuer issuer;
  final TokenServiceImpl ownTokens;
  final ApiTokenUses apiTokenUses;
  final ApiTokenServiceImpl apiTokens;

  /** Verifies whatever may stand behind {@code Bearer}. */
  final AccessTokenVerifier verifier;

  /** The operations on whatever may stand behind {@code Bearer}. */
  final TokenService tokens;

  TokenParts(Ground ground, ForeignIssuers issuers, AccountParts accounts) {
    var settings = ground.settings;
    var jwt = settings.jwt();
    var transactions = ground.transactions;
    var clock = ground.clock;
    var directory = accounts.directory;
    var sessions = accounts.sessions;
    var revocations = accounts.revocations;
    var recheck = accounts.recheck;

    reencryption =
        new Reencryption(
            ground.key,
            transactions,
            List.of(
                new SealedSigningKeys(),
                new SealedTotpSecrets(),
                new SealedCodeTargets(),
                new SealedIdTokens(),
                new SealedProviderTokens()),
            clock);
    reencryption.requireKnownKeys();
    keys = SigningKeys.start(jwt, transactions, ground.key, ground.signatures, clock);
    keyService = new KeyServiceImpl(keys, jwt.algorithm(), transactions, clock);

    issuer = new TokenIssuer(jwt, keys, sessions, ground.random, clock);
    var names = new PrincipalNames(transactions, directory);
    var strict =
        new StrictAccessTokenVerifier(jwt, keys, issuers, revocations::check, names, clock);
    ownTokens =
        new TokenServiceImpl(
            jwt,
            transactions,
            directory,
            sessions,
            revocations,
            issuer,
            strict,
            keys,
            recheck,
            clock);

    var apiTokenVerifier =
        new ApiTokenVerifier(transactions, directory, revocations, recheck, clock);
    apiTokenUses = apiTokenVerifier.uses();
    apiTokens =
        new ApiTokenServiceImpl(
            transactions,
            directory,
            sessions::isLive,
            revocations,
            settings.apiTokens(),
            clock,
            ground.random);

    AccessTokenVerifier signed = jwt.enabled() ? strict : noTokens();
    boolean both = settings.apiTokens().enabled();
    verifier = both ? new AllAccessTokens(apiTokenVerifier, signed) : signed;
    tokens =
        both
            ? new ApiTokensToo(ownTokens, apiTokenVerifier, apiTokens, transactions, clock)
            : ownTokens;
  }

  /** With {@code auth.providers.jwt} switched off no token is one of ours. */
  private static AccessTokenVerifier noTokens() {
    return token -> new TokenVerification.Invalid("disabled");
  }
}
