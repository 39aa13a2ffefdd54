// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "progressline.h"

#include "models/terminaltext.h"
#include "terminal.h"

namespace Spawn {

ProgressLine::ProgressLine(int fd) : m_fd(fd) { }

ProgressLine::~ProgressLine()
{
    clear();
}

bool ProgressLine::isTerminal() const
{
    return terminalWidth(m_fd) > 0;
}

void ProgressLine::show(const QString &text)
{
    // A line as wide as the terminal would wrap on some, and then \r does not reach its begin.
    const QString fitting = elidedText(text, terminalWidth(m_fd) - 1);
    if (fitting == m_shown)
        return;
    m_shown = fitting;
    writeFully(m_fd, ("\r" + fitting.toUtf8() + "\033[K"));
}

void ProgressLine::clear()
{
    if (m_shown.isEmpty())
        return;
    m_shown.clear();
    writeFully(m_fd, "\r\033[K");
}

} // namespace Spawn
