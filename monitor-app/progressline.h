// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

namespace Spawn {

// One line at the bottom of a terminal that is drawn over itself. Whoever writes to the same
// terminal clears it first.
class ProgressLine final
{
public:
    explicit ProgressLine(int fd);
    ~ProgressLine(); // clears it

    ProgressLine(const ProgressLine &) = delete;
    ProgressLine &operator=(const ProgressLine &) = delete;

    bool isTerminal() const;
    void show(const QString &text);
    void clear();

private:
    const int m_fd;
    QString m_shown;
};

} // namespace Spawn
