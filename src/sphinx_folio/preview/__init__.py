"""The preview: a server for the author alone, in which a page follows its source at once.

Three processes share the work. The server watches the sources and talks to browsers (`server`,
`desk`, `watching`); it does not load Sphinx. The builder (`site_builder`) does nothing but ordinary
builds, one after another, so that what it leaves is what any build leaves. The renderer
(`renderer`) keeps the site in memory and renders the page that was just saved, from what the last
build knew of all others; what it makes is shown until the builder's own page is there.
"""
