// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/page.h"

namespace Spawn {

Page::Page(const QString &title, Glyph glyph, QWidget *parent)
    : QWidget(parent), m_title(title), m_glyph(glyph)
{
    setAccessibleName(title);
}

} // namespace Spawn
