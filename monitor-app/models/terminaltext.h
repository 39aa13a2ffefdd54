// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>
#include <QtCore/QList>
#include <QtCore/QString>
#include <QtCore/QStringView>

// Text that others wrote, made fit to be shown. What is not printable could move a terminal's
// cursor or turn the direction of its text, so it is shown as \n, \x1b, \u202e.
namespace Spawn {

// A tab is shown as a space; \ stays as it is.
QString printableText(QByteArrayView bytes);
// As it can be typed into a shell: words are quoted where they have to be, as $'…' when they hold
// what is not printable.
QString commandText(const QList<QByteArray> &argv);

// Columns that the text takes up on a terminal.
int displayWidth(QStringView text);
// Cut to so many columns, with … at its end when something is missing.
QString elidedText(const QString &text, int columns);

} // namespace Spawn
