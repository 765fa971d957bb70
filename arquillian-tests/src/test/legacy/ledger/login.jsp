<%@ page contentType="text/html;charset=UTF-8" %>
<html><head><title>Ledger</title><link rel="stylesheet" href="${pageContext.request.contextPath}/style.css"></head>
<body>
<h1 id="page">Sign in to the ledger</h1>
<form method="post" action="<%= response.encodeURL("j_security_check") %>">
<p>Name <input type="text" name="j_username"></p>
<p>Password <input type="password" name="j_password"></p>
<p><input type="submit" value="Sign in"></p>
</form>
</body></html>
