// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "job/answeroutput.h"

#include "terminal.h"

#include <fcntl.h>
#include <unistd.h>

namespace Spawn {

AnswerOutput::AnswerOutput() : m_fd(::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1))
{
    ::dup2(STDERR_FILENO, STDOUT_FILENO);
}

AnswerOutput::~AnswerOutput()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

bool AnswerOutput::isTerminal() const
{
    return terminalWidth(m_fd) > 0;
}

int AnswerOutput::write(const QByteArray &bytes)
{
    return writeFully(m_fd, bytes);
}

} // namespace Spawn
