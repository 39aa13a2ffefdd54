// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QStringList>
#include <QtWidgets/QWidget>

class QLineEdit;

namespace Spawn {

class ExplanationBand;

// A program that is to be started with its monitor switched on.
class LaunchPage final : public QWidget
{
    Q_OBJECT
public:
    explicit LaunchPage(QWidget *parent = nullptr);

    // Of the line as a shell reads it; none where it is blank or cannot be read.
    QStringList words() const;
    QString folder() const;
    void focusProgram();

    void showWaiting(qint64 processId);
    void showFailure(const QString &reason);

Q_SIGNALS:
    void wordsChanged();

private:
    void showReading();
    void chooseProgram();
    void chooseFolder();

    QLineEdit *m_program;
    QLineEdit *m_folder;
    ExplanationBand *m_band;
};

} // namespace Spawn
