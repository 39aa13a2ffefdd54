// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "attach/launchpage.h"

#include "attach/explanationband.h"
#include "look/type.h"
#include "models/terminaltext.h"
#include "shellwords.h"

#include <QtCore/QDir>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QGridLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

namespace Spawn {

static constexpr Mark Note{Glyph::RingWithI, Tone::Neutral};

static QLineEdit *addField(QGridLayout *grid, const QString &label, const QString &placeholder,
                           const std::function<void()> &choose)
{
    const int row = grid->rowCount();
    auto *const title = new QLabel(label);
    auto *const field = new QLineEdit;
    field->setFont(fontOf(Type::Mono));
    field->setPlaceholderText(placeholder);
    field->setTextMargins(4, 0, 4, 0);
    title->setBuddy(field);
    auto *const button = new QPushButton(QStringLiteral("Choose…"));
    button->setAutoDefault(false);
    button->setAccessibleName(QStringLiteral("Choose: ") + label);
    QObject::connect(button, &QPushButton::clicked, field, choose);
    grid->addWidget(title, row, 0, 1, 2);
    grid->addWidget(field, row + 1, 0);
    grid->addWidget(button, row + 1, 1);
    grid->setRowMinimumHeight(row + 2, 8);
    return field;
}

LaunchPage::LaunchPage(QWidget *parent) : QWidget(parent), m_band(new ExplanationBand)
{
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(20, 8, 20, 0);
    column->setSpacing(0);
    auto *const grid = new QGridLayout;
    grid->setSpacing(6);
    m_program = addField(grid, QStringLiteral("Program and its arguments"),
                         QStringLiteral("./application --verbose"), [this] { chooseProgram(); });
    m_folder = addField(grid, QStringLiteral("Working directory"), QDir::currentPath(),
                        [this] { chooseFolder(); });
    column->addLayout(grid);
    column->addStretch();
    column->addWidget(m_band);
    connect(m_program, &QLineEdit::textChanged, this, [this] {
        showReading();
        Q_EMIT wordsChanged();
    });
    showReading();
}

QStringList LaunchPage::words() const
{
    QStringList words;
    for (const QByteArray &word : parseShellWords(m_program->text().toUtf8()).words)
        words += QString::fromUtf8(word);
    return words;
}

QString LaunchPage::folder() const
{
    return m_folder->text().trimmed();
}

void LaunchPage::focusProgram()
{
    m_program->setFocus();
}

void LaunchPage::showReading()
{
    const QString error = parseShellWords(m_program->text().toUtf8()).error;
    if (error.isEmpty()) {
        m_band->setText(Note,
                        QStringLiteral("It is started with ASYNCSPAWNER_MONITOR=1, and attached "
                                       "once it has made a spawner."),
                        QStringLiteral("The words are read as a shell reads them; no shell is "
                                       "involved."));
    } else {
        showFailure(QStringLiteral("The line cannot be read: %1.").arg(error));
    }
}

void LaunchPage::showWaiting(qint64 processId)
{
    m_band->setText(
        {Glyph::HalfRing, Tone::Accent},
        QStringLiteral("It runs as process %1, and has made no spawner yet.").arg(processId),
        QStringLiteral("It is attached once it has. It runs on when the monitor ends."));
}

void LaunchPage::showFailure(const QString &reason)
{
    m_band->setText({Glyph::Cross, Tone::Fail}, printableText(reason.toUtf8()),
                    QStringLiteral("Nothing is attached."));
}

void LaunchPage::chooseProgram()
{
    const QString file
        = QFileDialog::getOpenFileName(this, QStringLiteral("Choose a program"), m_folder->text());
    if (!file.isEmpty())
        m_program->setText(commandText({file.toUtf8()}));
}

void LaunchPage::chooseFolder()
{
    const QString folder = QFileDialog::getExistingDirectory(
        this, QStringLiteral("Choose a working directory"), m_folder->text());
    if (!folder.isEmpty())
        m_folder->setText(folder);
}

} // namespace Spawn
