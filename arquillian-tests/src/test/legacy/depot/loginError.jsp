<%@ page contentType="text/html;charset=UTF-8" %>
<html><head><title>Depot</title></head>
<body>
<h1 id="page">Sign in to the depot</h1>
<p id="refused">Wrong name or password.</p>
<form method="post" action="<%= request.getContextPath() %>/j_security_check">
<p>Name <input type="text" name="j_username"></p>
<p>Password <input type="password" name="j_password"></p>
<p><input type="submit" value="Sign in"></p>
</form>
</body></html>
