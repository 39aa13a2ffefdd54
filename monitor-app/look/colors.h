// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/mark.h"

#include <QtGui/QColor>
#include <QtGui/QPalette>

#include <array>

namespace Spawn {

// What a colour is for.
enum class Shade {
    Canvas,
    Surface,
    Rail,
    Line,
    Line2,
    Chip,
    Hover,
    Text,
    Text2,
    Text3,
    Accent,
    OnAccent,
    Soft,
    Ok,
    OkTint,
    Fail,
    FailTint,
    Warn,
    WarnTint,
    Signal,
    SignalTint,
};

// Every text colour reaches 4.5 : 1 on every ground that it may lie on.
class Colors
{
public:
    static Colors light();
    static Colors dark();
    // For a desktop of high contrast, whose colours win: state is told by glyph and word.
    static Colors ofDesktop(const QPalette &desktop);

    const QColor &operator[](Shade shade) const { return m_colors[size_t(shade)]; }
    const QColor &tone(Tone tone) const;
    const QColor &tint(Tone tone) const;
    // For stock widgets, menus, tool tips and dialogs.
    QPalette palette() const;

private:
    static constexpr size_t Count = size_t(Shade::SignalTint) + 1;
    explicit Colors(const std::array<QRgb, Count> &table);

    std::array<QColor, Count> m_colors;
};

} // namespace Spawn
