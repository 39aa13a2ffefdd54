// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/Qt>

namespace Spawn {

// What the table models of the window answer beside Qt's own roles.
enum CellRole {
    MarkRole = Qt::UserRole, // Mark: its glyph stands before the text, its tone colours both
    SortRole, // as Qt::DisplayRole, to be compared
    IdRole, // quint64: what a selection holds on to
    FiguresRole, // bool: digits of one width, to the right, the unit quieter
    QuietRole, // bool: in the colour of notes
    CurveRole, // QList<double>: a value a second, the newest last
    ProgramRole, // QString: what a command line begins with
};

} // namespace Spawn
