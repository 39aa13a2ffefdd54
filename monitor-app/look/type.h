// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGui/QFont>

namespace Spawn {

// Sizes are relative to the font of the desktop, which counts as 13.
enum class Type {
    Application, // 20/600
    Page, // 18/600
    Verdict, // 15/600
    Body, // 13/400
    Emphasis, // 13/500
    CardTitle, // 12/600
    Header, // 12/500
    Note, // 12/400
    Caption, // 11/400
    CaptionStrong, // 11/600
    Figure, // 26/600
    Mono, // 12, fixed
};

QFont fontOf(Type type);

// Instead of the desktop's: for a choice of the user, and for tests.
void setFixedFont(const QFont &font);

} // namespace Spawn
