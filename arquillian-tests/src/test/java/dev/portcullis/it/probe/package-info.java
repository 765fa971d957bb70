/** What the tests add to the demo's WAR, to see what the container knows about a caller. */
package dev.portcullis.it.probe;
