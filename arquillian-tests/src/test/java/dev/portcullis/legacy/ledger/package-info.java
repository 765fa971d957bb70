/**
 * A legacy application with a FORM login; its pages and descriptors are in src/test/legacy/ledger.
 */
package dev.portcullis.legacy.ledger;
