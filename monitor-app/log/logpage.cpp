// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "log/logpage.h"

#include "log/logdetails.h"
#include "models/cellrole.h"
#include "models/logjson.h"
#include "models/momenttext.h"
#include "models/quantity.h"
#include "models/tableexport.h"
#include "widgets/pagehead.h"
#include "widgets/quietbutton.h"
#include "widgets/rowtable.h"
#include "widgets/searchfield.h"
#include "window/shownapplication.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QScopedValueRollback>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMenu>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QVBoxLayout>

namespace Spawn {

LogPage::LogPage(QWidget *parent)
    : Page(QStringLiteral("Log"), Glyph::Lines, parent),
      m_head(new PageHead(QStringLiteral("Log"))),
      m_search(new SearchField(QStringLiteral("Filter log"), QStringLiteral("/"))),
      m_follow(new QuietButton(QStringLiteral("Follow"))), m_table(new RowTable),
      m_empty(new QLabel), m_tableOrEmpty(new QStackedWidget), m_details(new LogDetails),
      m_splitter(new QSplitter(Qt::Vertical))
{
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    m_filter.setSourceModel(&m_model);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(7);
    m_splitter->addWidget(makeUpper());
    m_splitter->addWidget(m_details);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setSizes({590, 140});
    m_details->hide();
    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_splitter);

    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        m_detailsClosed = false;
        showDetails();
    });
    connect(m_details, &LogDetails::closed, this, [this] {
        m_detailsClosed = true;
        m_details->hide();
    });
    connect(m_details, &LogDetails::subjectAsked, this,
            [this] { Q_EMIT opened(m_details->subject()); });
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filter.setText(text);
        showEmpty();
    });
    makeActions();
}

void LogPage::setApplication(ShownApplication *application)
{
    if (m_application)
        m_application->disconnect(this);
    m_application = application;
    m_model.setRecords({}, 0);
    setCategory({});
    if (!application)
        return;
    connect(application, &ShownApplication::reset, this, &LogPage::showRecords);
    connect(application, &ShownApplication::rowsChanged, this, &LogPage::showRecords);
    connect(application, &ShownApplication::figuresChanged, this, &LogPage::showRecords);
    showRecords();
}

void LogPage::showRecords()
{
    const QScopedValueRollback<bool> applying(m_applying, true);
    QScrollBar *const bar = m_table->verticalScrollBar();
    const QPersistentModelIndex first = m_table->indexAt(QPoint(0, 0));
    const int rowBefore = first.row();
    m_model.setRecords(m_application->snapshot().log, m_application->now());
    // The scroll bar learns of new rows later than we: it has to move now.
    if (!m_follow->isChecked() && first.isValid() && first.row() != rowBefore) {
        QCoreApplication::sendPostedEvents(m_table);
        const int height = m_table->verticalHeader()->defaultSectionSize();
        bar->setMaximum(m_table->verticalHeader()->length() - m_table->viewport()->height());
        bar->setValue(bar->value() + (first.row() - rowBefore) * height);
    } else if (m_follow->isChecked()) {
        m_table->scrollToTop();
    }
    showCounts();
    showEmpty();
}

void LogPage::showCounts()
{
    for (int i = 0; i < LogLevels; ++i) {
        const int count = m_model.count(static_cast<LogLevel>(i));
        m_chips[size_t(i)]->setCount(count);
        m_chips[size_t(i)]->setAccessibleDescription(
            QStringLiteral("%1 records").arg(countText(quint64(count))));
    }
    const int all = m_model.rowCount();
    m_head->setNote(all == 0
                        ? QString()
                        : QStringLiteral("%1 %2, oldest %3")
                              .arg(countText(quint64(all)),
                                   all == 1 ? QStringLiteral("record") : QStringLiteral("records"),
                                   momentText(m_model.at(all - 1).time, m_application->now())
                                       .chopped(4))); // of milliseconds there is no need
}

void LogPage::showEmpty()
{
    const bool empty = m_filter.rowCount() == 0;
    m_tableOrEmpty->setCurrentIndex(empty ? 1 : 0);
    if (!empty)
        return;
    const QString hidden = countText(quint64(m_model.rowCount()));
    if (m_model.rowCount() == 0) {
        m_empty->setText(QStringLiteral(
            "Nothing has been logged yet. Records come when commands or the helper end badly."));
    } else if (!m_filter.text().isEmpty()) {
        m_empty->setText(QStringLiteral("No record matches “%1”; %2 are hidden. Esc clears it.")
                             .arg(m_filter.text(), hidden));
    } else {
        m_empty->setText(QStringLiteral("No records at this level; %1 are hidden.").arg(hidden));
    }
}

QModelIndex LogPage::selected() const
{
    return m_table->selectionModel()->selectedRows().value(0);
}

void LogPage::showDetails()
{
    const QModelIndex index = selected();
    m_details->setVisible(index.isValid() && !m_detailsClosed);
    if (index.isValid() && m_application)
        m_details->setRecord(m_model.at(m_filter.mapToSource(index).row()), m_application->now());
}

void LogPage::fillCategories()
{
    m_categories->clear();
    m_categories->addAction(QStringLiteral("All categories"), this, [this] { setCategory({}); });
    m_categories->addSeparator();
    for (const QString &category : m_model.categories())
        m_categories->addAction(category, this, [this, category] { setCategory(category); });
}

void LogPage::setCategory(const QString &category)
{
    m_filter.setCategory(category);
    m_category->setText(category.isEmpty() ? QStringLiteral("All categories") : category);
    m_category->updateGeometry();
    showEmpty();
}

bool LogPage::isFollowing() const
{
    return m_follow->isChecked();
}

void LogPage::setFollowing(bool following)
{
    m_follow->setChecked(following);
    if (!following)
        return;
    const QScopedValueRollback<bool> applying(m_applying, true);
    m_table->scrollToTop();
}

void LogPage::openCommand()
{
    const quint64 command = selected().data(LogModel::CommandRole).toULongLong();
    if (command != 0)
        Q_EMIT opened({Subject::Kind::Command, command, {}});
}

bool LogPage::focusFilter()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
    return true;
}

bool LogPage::clear()
{
    if (m_filter.isFiltering()) {
        m_search->clear();
        setCategory({});
        for (QuietButton *const chip : m_chips)
            chip->setChecked(true);
        m_table->setFocus();
        return true;
    }
    if (m_details->isVisible()) {
        m_detailsClosed = true;
        m_details->hide();
        return true;
    }
    return false;
}

bool LogPage::find(const QString &text)
{
    const int rows = m_filter.rowCount();
    const int from = m_table->currentIndex().row() + 1;
    for (int i = 0; i < rows; ++i) {
        const int row = (from + i) % rows;
        const QModelIndex index = m_filter.index(row, LogModel::MessageColumn);
        if (index.data().toString().contains(text, Qt::CaseInsensitive)) {
            // Whatever keys are held down.
            m_table->selectionModel()->setCurrentIndex(
                index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
            m_table->scrollTo(index);
            return true;
        }
    }
    return false;
}

bool LogPage::open(const Subject &subject)
{
    if (subject.kind != Subject::Kind::Log)
        return false;
    if (!subject.filter.isEmpty())
        m_search->setText(subject.filter);
    return true;
}

QByteArray LogPage::exported(const QString &fileName) const
{
    return fileName.endsWith(QLatin1String(".json"), Qt::CaseInsensitive) ? logJson(m_filter)
                                                                          : csvText(m_filter);
}

void LogPage::save(const QString &name, const QString &format)
{
    saveAs(QStringLiteral("Save log"), name, format,
           [this](const QString &path) { return exported(path); });
}

} // namespace Spawn
